package org.evenhand.network.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.evenhand.network.rwset.Utf8Order;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map (an AVL tree). A change makes a new map that shares all but the path to the changed key with
 * the old one, so that every committed height can be read for as long as somebody holds it, at no cost to later
 * commits.
 *
 * @param <V> the values' type.
 */
final class KeyTree<V> {
    private static final KeyTree<?> EMPTY = new KeyTree<>(null);

    private final @Nullable Node<V> root;

    private KeyTree(@Nullable Node<V> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked") // It holds no value of any type.
    static <V> KeyTree<V> empty() {
        return (KeyTree<V>) EMPTY;
    }

    Optional<V> get(String key) {
        Node<V> node = root;
        while (node != null) {
            int order = Utf8Order.INSTANCE.compare(key, node.key);
            if (order == 0) {
                return Optional.of(node.value);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    KeyTree<V> with(String key, V value) {
        return new KeyTree<>(put(root, key, value));
    }

    KeyTree<V> without(String key) {
        return new KeyTree<>(remove(root, key));
    }

    /** The entries from {@code start} to before {@code end}, in key order; an empty end is no end. */
    Iterator<Map.Entry<String, V>> range(String start, String end) {
        return new Range<>(root, start, end);
    }

    /** The longest path from the root. */
    int height() {
        return height(root);
    }

    private static <V> Node<V> put(@Nullable Node<V> node, String key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        int order = Utf8Order.INSTANCE.compare(key, node.key);
        if (order == 0) {
            return new Node<>(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node.key, node.value, put(node.left, key, value), node.right)
                : balanced(node.key, node.value, node.left, put(node.right, key, value));
    }

    private static <V> @Nullable Node<V> remove(@Nullable Node<V> node, String key) {
        if (node == null) {
            return null;
        }
        int order = Utf8Order.INSTANCE.compare(key, node.key);
        if (order < 0) {
            return balanced(node.key, node.value, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node.key, node.value, node.left, remove(node.right, key));
        }
        if (node.right == null) {
            return node.left;
        }
        Node<V> successor = node.right;
        while (successor.left != null) {
            successor = successor.left;
        }
        return balanced(successor.key, successor.value, node.left, remove(node.right, successor.key));
    }

    private static <V> Node<V> balanced(String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
        int tilt = height(left) - height(right);
        if (left != null && tilt > 1) {
            Node<V> inner = left.right;
            return inner != null && height(left.left) < height(inner)
                    ? join(left.key, left.value, left.left, inner, key, value, right)
                    : new Node<>(left.key, left.value, left.left, new Node<>(key, value, inner, right));
        }
        if (right != null && tilt < -1) {
            Node<V> inner = right.left;
            return inner != null && height(right.right) < height(inner)
                    ? join(key, value, left, inner, right.key, right.value, right.right)
                    : new Node<>(right.key, right.value, new Node<>(key, value, left, inner), right.right);
        }
        return new Node<>(key, value, left, right);
    }

    /** The double rotation: {@code middle} becomes the parent of both. */
    private static <V> Node<V> join(
            String lowKey,
            V lowValue,
            @Nullable Node<V> low,
            Node<V> middle,
            String highKey,
            V highValue,
            @Nullable Node<V> high) {
        return new Node<>(
                middle.key,
                middle.value,
                new Node<>(lowKey, lowValue, low, middle.left),
                new Node<>(highKey, highValue, middle.right, high));
    }

    private static int height(@Nullable Node<?> node) {
        return node == null ? 0 : node.height;
    }

    private static final class Node<V> {
        final String key;
        final V value;
        final @Nullable Node<V> left;
        final @Nullable Node<V> right;
        final int height;

        Node(String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(KeyTree.height(left), KeyTree.height(right));
        }
    }

    private static final class Range<V> implements Iterator<Map.Entry<String, V>> {
        private final Deque<Node<V>> pending = new ArrayDeque<>();
        private final String end;

        Range(@Nullable Node<V> root, String start, String end) {
            this.end = end;
            Node<V> node = root;
            while (node != null) {
                if (Utf8Order.INSTANCE.compare(node.key, start) >= 0) {
                    pending.push(node);
                    node = node.left;
                } else {
                    node = node.right;
                }
            }
        }

        @Override
        public boolean hasNext() {
            Node<V> node = pending.peek();
            return node != null && (end.isEmpty() || Utf8Order.INSTANCE.compare(node.key, end) < 0);
        }

        @Override
        public Map.Entry<String, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more keys before " + end);
            }
            Node<V> node = pending.pop();
            for (Node<V> child = node.right; child != null; child = child.left) {
                pending.push(child);
            }
            return Map.entry(node.key, node.value);
        }
    }
}
