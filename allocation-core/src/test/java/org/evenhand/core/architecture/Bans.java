package org.evenhand.core.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What would make a decision depend on something else than its arguments: each ban names what to use instead. Calls and
 * method references are looked at alike, by owner, name and parameters, as in {@code java.lang.String.getBytes()}.
 */
enum Bans {
    CLOCKS(
            "take the time from TransactionContext.timeMillis",
            "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(.*",
            "java\\.time\\..*",
            "java\\.util\\.(Date|Calendar|GregorianCalendar|Timer)(\\..*)?"),
    RANDOMNESS(
            "draw lots with Round.lot",
            "java\\.lang\\.(Strict)?Math\\.random\\(.*",
            "java\\.util\\.(Random|SplittableRandom)(\\..*)?",
            "java\\.util\\.random\\..*",
            "java\\.util\\.UUID\\.randomUUID\\(.*",
            "java\\.util\\.Collections\\.shuffle\\(.*",
            "java\\.security\\.SecureRandom.*"),
    THREADS(
            "decide in the thread of the caller",
            "java\\.lang\\.(Thread|ThreadLocal|InheritableThreadLocal|ThreadGroup)(\\..*)?",
            "java\\.lang\\.Object\\.(wait|notify|notifyAll)\\(.*",
            "java\\.util\\.concurrent\\..*"),
    PARALLEL_STREAMS(
            "use stream()", ".*\\.parallelStream\\(.*", "java\\.util\\.stream\\.[A-Za-z]*Stream\\.parallel\\(.*"),
    INPUT_AND_OUTPUT(
            "read through StateReader, and write by returning an Outcome",
            "java\\.io\\.(File|RandomAccess|Print|Console|Reader|Writer|InputStreamReader).*",
            "java\\.nio\\.file\\..*",
            "java\\.nio\\.channels\\..*",
            "java\\.net\\..*",
            "java\\.util\\.Scanner.*",
            "java\\.lang\\.System\\.(out|err|in|console)\\b.*",
            ".*\\.printStackTrace\\(.*"),
    DEFAULT_LOCALE(
            "pass Locale.ROOT",
            "java\\.lang\\.String\\.(toLowerCase|toUpperCase)\\(\\)",
            "java\\.lang\\.String\\.format\\(java\\.lang\\.String,.*",
            "java\\.lang\\.String\\.formatted\\(.*",
            "java\\.util\\.Locale\\.getDefault\\(.*",
            "java\\.text\\..*"),
    DEFAULT_CHARSET(
            "pass StandardCharsets.UTF_8",
            "java\\.lang\\.String\\.getBytes\\(\\)",
            "java\\.lang\\.String\\.<init>\\(\\[B(, int, int)?\\)",
            "java\\.lang\\.String\\.<init>\\(byte\\[\\](, int, int)?\\)",
            "java\\.io\\.ByteArrayOutputStream\\.toString\\(\\)",
            "java\\.nio\\.charset\\.Charset\\.defaultCharset\\(.*"),
    DEFAULT_ZONE("count milliseconds since 1970", "java\\.util\\.(TimeZone|SimpleTimeZone).*"),
    ENVIRONMENT(
            "put it into the Policy",
            "java\\.lang\\.System\\.(getenv|getProperty|getProperties|lineSeparator|getSecurityManager)\\(.*",
            "java\\.lang\\.(Integer\\.getInteger|Long\\.getLong|Boolean\\.getBoolean)\\(.*",
            "java\\.lang\\.(Runtime|Process|ProcessBuilder|ProcessHandle)(\\..*)?",
            "java\\.lang\\.System\\.(exit|load|loadLibrary)\\(.*"),
    HASH_ORDER(
            "use TreeMap, TreeSet or List",
            "java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable|Properties)(\\..*)?",
            "java\\.util\\.(Map|Set)\\.(of|ofEntries|copyOf)\\(.*",
            "java\\.util\\.stream\\.Collectors\\.(toSet|toUnmodifiableSet|toUnmodifiableMap|groupingByConcurrent)\\(.*",
            "java\\.util\\.stream\\.Collectors\\.toMap\\("
                    + "java\\.util\\.function\\.Function, java\\.util\\.function\\.Function(, [^,]*)?\\)",
            "java\\.util\\.stream\\.Collectors\\.groupingBy\\(java\\.util\\.function\\.Function"
                    + "(, java\\.util\\.stream\\.Collector)?\\)",
            "java\\.lang\\.System\\.identityHashCode\\(.*",
            "java\\.lang\\.Object\\.hashCode\\(\\)"),
    FLOATING_POINT(
            "use basis points, or another unit that makes it a long",
            "java\\.lang\\.(Double|Float)(\\..*)?",
            "java\\.lang\\.(Strict)?Math\\.(sqrt|pow|exp|log|log10|cbrt|sin|cos|ceil|floor|rint)\\(.*",
            "java\\.util\\.stream\\.DoubleStream.*",
            "java\\.util\\.OptionalDouble.*",
            ".*\\.(doubleValue|floatValue|mapToDouble|average|averagingLong|averagingInt|averagingDouble)\\(.*");

    private final String instead;
    private final Pattern banned;

    Bans(String instead, String... patterns) {
        this.instead = instead;
        this.banned = Pattern.compile(String.join("|", patterns));
    }

    String instead() {
        return instead;
    }

    private boolean isBanned(String name) {
        return banned.matcher(name).matches();
    }

    /** The rule, for classes of a package and the packages below it. */
    ArchRule in(String rootPackage) {
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(rootPackage)
                .should(new Condition(this))
                .as("no " + name().replace('_', ' ') + ": " + instead);
    }

    private static final class Condition extends ArchCondition<JavaClass> {
        private final Bans ban;

        Condition(Bans ban) {
            super("do without " + ban);
            this.ban = ban;
        }

        @Override
        public void check(JavaClass javaClass, ConditionEvents events) {
            for (String use : uses(javaClass)) {
                events.add(SimpleConditionEvent.violated(javaClass, use + ": " + ban.instead));
            }
        }

        private List<String> uses(JavaClass javaClass) {
            List<String> uses = new ArrayList<>();
            for (JavaAccess<?> access : javaClass.getAccessesFromSelf()) {
                if (ban.isBanned(access.getTarget().getFullName())) {
                    uses.add(access.getDescription());
                }
            }
            for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                if (ban.isBanned(dependency.getTargetClass().getName())) {
                    uses.add(dependency.getDescription());
                }
            }
            if (ban == FLOATING_POINT) {
                uses.addAll(fractions(javaClass));
            }
            if (ban == THREADS) {
                javaClass.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                        .forEach(method -> uses.add(method.getDescription() + " is synchronized"));
            }
            return uses;
        }

        /** Primitive types are no dependencies, so members have to be asked. */
        private static List<String> fractions(JavaClass javaClass) {
            Predicate<JavaClass> isFraction =
                    type -> type.getName().equals("double") || type.getName().equals("float");
            List<String> found = new ArrayList<>();
            for (JavaField field : javaClass.getFields()) {
                if (isFraction.test(field.getRawType())) {
                    found.add(field.getDescription());
                }
            }
            for (JavaMethod method : javaClass.getMethods()) {
                if (isFraction.test(method.getRawReturnType())
                        || method.getRawParameterTypes().stream().anyMatch(isFraction)) {
                    found.add(method.getDescription());
                }
            }
            return found;
        }
    }

    /** Whether a class is one of those that the core may depend on. */
    static DescribedPredicate<JavaClass> knownToTheCore() {
        Pattern allowed = Pattern.compile("org\\.evenhand\\.core\\..*"
                + "|java\\.lang\\.[A-Za-z]*"
                + "|java\\.lang\\.(annotation|runtime|invoke)\\..*"
                + "|java\\.util\\.[A-Za-z$]*"
                + "|java\\.util\\.(function|stream|regex)\\..*"
                + "|java\\.math\\..*"
                + "|java\\.nio\\.charset\\.(Charset|StandardCharsets)"
                + "|java\\.security\\.(MessageDigest|NoSuchAlgorithmException)"
                + "|java\\.io\\.(IOException|UncheckedIOException|ByteArrayOutputStream|OutputStream|Serializable)"
                + "|com\\.fasterxml\\.jackson\\.core\\..*"
                + "|org\\.jspecify\\.annotations\\..*"
                + "|(boolean|byte|char|short|int|long)(\\[\\])*|void");
        return DescribedPredicate.describe(
                "are known to the core",
                type -> allowed.matcher(type.getBaseComponentType().getName()).matches());
    }
}
