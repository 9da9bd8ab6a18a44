package org.evenhand.node.ledger;

import java.util.Optional;
import org.evenhand.core.contract.NodeView;

/**
 * What a node has, as one round left it.
 *
 * @param round that round
 * @param node the node and what it has; nothing while it is not registered
 */
public record Holding(long round, Optional<NodeView> node) {}
