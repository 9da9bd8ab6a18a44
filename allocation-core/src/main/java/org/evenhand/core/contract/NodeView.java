package org.evenhand.core.contract;

import java.util.List;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;

/**
 * The answer of {@code GetNode}, and each item of {@code ListNodes}.
 *
 * @param state what the ledger knows of the node
 * @param outstanding the ranges it has, by submission and first task
 */
public record NodeView(NodeState state, List<Fragment> outstanding) {
    public NodeView {
        outstanding = List.copyOf(outstanding);
    }

    public static NodeView fromBytes(byte[] bytes) throws MalformedException {
        return fromJson(CanonicalJson.read(bytes));
    }

    /** Reads the answer of {@code ListNodes}. */
    public static List<NodeView> listFromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("nodes", CanonicalJson.read(bytes));
        List<NodeView> nodes = reader.list("nodes", Integer.MAX_VALUE, NodeView::fromJson);
        reader.end();
        return nodes;
    }

    private static NodeView fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("node", value);
        NodeState state = NodeState.read(reader);
        List<Fragment> outstanding = Fragment.listFrom(reader, "outstanding");
        reader.end();
        return new NodeView(state, outstanding);
    }

    static Json listToJson(List<NodeView> nodes) {
        return Json.object()
                .put("nodes", Json.of(nodes.stream().map(NodeView::toJson).toList()))
                .build();
    }

    Json toJson() {
        Json.ObjectBuilder object = Json.object().putUnlessEmpty("outstanding", Fragment.toJson(outstanding));
        state.write(object);
        return object.build();
    }
}
