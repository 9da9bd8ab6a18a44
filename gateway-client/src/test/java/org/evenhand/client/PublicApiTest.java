package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What others can see of the client. Whoever adds to it does so on purpose. */
final class PublicApiTest {
    private static final String OURS = "org.evenhand.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.evenhand.client");

    @Test
    void these_types_are_public_and_no_others() {
        Set<String> visible = new TreeSet<>();
        CLASSES.stream()
                .filter(PublicApiTest::isVisible)
                .forEach(type -> visible.add(type.getName().substring("org.evenhand.client.".length())));

        assertThat(visible)
                .containsExactlyInAnyOrder(
                        "ClientCounters",
                        "CommitFailedException",
                        "CommitStatus",
                        "CommitStatusUnknownException",
                        "Committed",
                        "Deadlines",
                        "EndorseFailedException",
                        "EvenhandClient",
                        "EvenhandClientBuilder",
                        "EvenhandException",
                        "GatewaySettings",
                        "QueryFailedException",
                        "RoundLostException",
                        "SubmitFailedException",
                        "connect.Backoff",
                        "connect.ClientIdentity",
                        "connect.ConnectionProfile",
                        "connect.PeerEndpoint",
                        "connect.PeerEndpoint$Tls",
                        "event.AtomicCheckpointer",
                        "event.LedgerEvent",
                        "event.LedgerEvent$ClassDefined",
                        "event.LedgerEvent$EntryAppended",
                        "event.LedgerEvent$PolicyChanged",
                        "event.LedgerEvent$RoundDecided",
                        "event.LedgerEvent$Source",
                        "event.LedgerEvent$Unknown",
                        "event.LedgerEvent$WriterUpdated",
                        "event.Subscription",
                        "stream.Appended",
                        "stream.StreamWriter",
                        "work.SubmissionFact",
                        "work.SubmissionFollower",
                        "work.SubmissionProgress",
                        "work.TaskState");
    }

    @Test
    void the_public_types_show_of_other_libraries_only_what_their_packages_give_a_reason_for() {
        Set<String> foreign = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (isVisible(type)) {
                type.getMembers().stream()
                        .filter(PublicApiTest::isVisible)
                        .forEach(member -> addForeign(member, foreign));
            }
        }

        assertThat(foreign)
                .containsExactlyInAnyOrder(
                        "io.grpc.ManagedChannel",
                        "io.grpc.Status",
                        "org.hyperledger.fabric.client.ChaincodeEvent",
                        "org.hyperledger.fabric.client.Checkpointer",
                        "org.hyperledger.fabric.client.identity.Identity",
                        "org.hyperledger.fabric.client.identity.Signer",
                        "org.hyperledger.fabric.protos.peer.TxValidationCode");
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicApiTest::isVisible).orElse(true);
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static void addForeign(JavaMember member, Set<String> foreign) {
        Set<JavaClass> types = new HashSet<>(member.getAllInvolvedRawTypes());
        if (member instanceof JavaCodeUnit method) {
            types.addAll(method.getExceptionTypes());
        }
        for (JavaClass type : types) {
            String name = type.getBaseComponentType().getName();
            if (!type.getBaseComponentType().isPrimitive() && !name.startsWith("java.") && !name.startsWith(OURS)) {
                foreign.add(name);
            }
        }
    }
}
