package org.evenhand.core.model;

import java.util.List;
import java.util.TreeSet;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.MalformedException.Problem;
import org.evenhand.core.json.ObjectReader;

/**
 * The rules of one pool that its members can choose. Every field but {@code members} has a default.
 *
 * @param rules version of the rules of allocation
 * @param members the member organisations, in name order
 * @param countables names of the pool's countable resources, in name order
 * @param thresholds when a node is light, full, and overloaded
 * @param timing intervals
 * @param caps limits
 */
public record Policy(
        int rules, List<MspId> members, List<String> countables, Thresholds thresholds, Timing timing, Caps caps) {
    public Policy {
        members = List.copyOf(new TreeSet<>(members));
        countables = List.copyOf(new TreeSet<>(countables));
        if (members.isEmpty() || members.size() > Limits.MEMBERS_MAX) {
            throw new IllegalArgumentException(members.size() + " members");
        }
    }

    /** The default policy of these members. */
    public static Policy of(List<MspId> members) {
        return new Policy(1, members, List.of(), Thresholds.DEFAULT, Timing.DEFAULT, Caps.DEFAULT);
    }

    public Policy withTiming(Timing changed) {
        return new Policy(rules, members, countables, thresholds, changed, caps);
    }

    public Policy withThresholds(Thresholds changed) {
        return new Policy(rules, members, countables, changed, timing, caps);
    }

    public Policy withCaps(Caps changed) {
        return new Policy(rules, members, countables, thresholds, timing, changed);
    }

    /** Whether the pool knows this resource. */
    public boolean knows(String resource) {
        return Resources.isStandard(resource) || countables.contains(resource);
    }

    /** The least number of members that is more than half. */
    public int majority() {
        return members.size() / 2 + 1;
    }

    public static Policy fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("policy", value);
        int rules = (int) reader.number("rules", 1, Integer.MAX_VALUE, 1);
        List<MspId> members =
                reader.list("members", Limits.MEMBERS_MAX, member -> MspId.fromJson("policy.members", member));
        List<String> countables = reader.list("countables", Limits.COUNTABLES_MAX, Policy::countable);
        Thresholds thresholds = Thresholds.read(reader);
        Timing timing = Timing.read(reader);
        Caps caps = Caps.read(reader);
        reader.end();
        if (members.isEmpty()) {
            throw new MalformedException(Problem.TOO_MANY_ITEMS, "expected policy.members to name 1 or more");
        }
        return new Policy(rules, members, countables, thresholds, timing, caps);
    }

    private static String countable(Json value) throws MalformedException {
        if (value instanceof Json.Str text && Resources.isName(text.value()) && !Resources.isStandard(text.value())) {
            return text.value();
        }
        throw new MalformedException("expected policy.countables to hold names of resources that are not standard");
    }

    public Json.Obj toJson() {
        Json.ObjectBuilder object = Json.object()
                .put("rules", rules)
                .put("members", Json.of(members.stream().map(MspId::toJson).toList()))
                .putUnlessEmpty("countables", countables.stream().map(Json::of).toList());
        thresholds.write(object);
        timing.write(object);
        caps.write(object);
        return object.build();
    }
}
