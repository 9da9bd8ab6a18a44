package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.evenhand.network.rwset.Utf8Order;
import org.junit.jupiter.api.Test;

final class KeyTreeTest {
    private static final int STEPS = 20_000;
    private static final int KEYS = 500;

    @Test
    void it_behaves_as_a_sorted_map_and_old_trees_never_change() {
        long seed = 42;
        Random random = new Random(seed);
        NavigableMap<String, Integer> model = new TreeMap<>(Utf8Order.INSTANCE);
        KeyTree<Integer> tree = KeyTree.empty();
        KeyTree<Integer> old = tree;
        List<Map.Entry<String, Integer>> oldEntries = List.of();
        for (int step = 0; step < STEPS; step++) {
            String key = key(random);
            if (random.nextInt(5) < 2) {
                tree = tree.without(key);
                model.remove(key);
            } else {
                tree = tree.with(key, step);
                model.put(key, step);
            }
            String probe = key(random);
            assertThat(tree.get(probe).orElse(-1))
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(model.getOrDefault(probe, -1));
            if (step % 500 == 0) {
                assertThat(entries(tree.range("", ""))).isEqualTo(List.copyOf(model.entrySet()));
                assertRangesAgree(tree, model, random);
                assertThat(entries(old.range("", ""))).isEqualTo(oldEntries);
                old = tree;
                oldEntries = entries(tree.range("", ""));
            }
        }
    }

    @Test
    void keys_in_order_do_not_make_a_list_of_it() {
        KeyTree<Integer> tree = KeyTree.empty();
        for (int i = 0; i < 100_000; i++) {
            tree = tree.with(String.valueOf(1_000_000 + i), i);
        }
        assertThat(tree.height()).isLessThanOrEqualTo(24); // 1.44 log2 of the size bounds an AVL tree.
        assertThat(tree.get("1050000")).contains(50_000);
    }

    private static void assertRangesAgree(KeyTree<Integer> tree, NavigableMap<String, Integer> model, Random random) {
        String a = key(random);
        String b = key(random);
        String start = Utf8Order.INSTANCE.compare(a, b) < 0 ? a : b;
        String end = start.equals(a) ? b : a;
        assertThat(entries(tree.range(start, end)))
                .isEqualTo(List.copyOf(model.subMap(start, true, end, false).entrySet()));
        assertThat(entries(tree.range(start, "")))
                .isEqualTo(List.copyOf(model.tailMap(start, true).entrySet()));
    }

    private static List<Map.Entry<String, Integer>> entries(Iterator<Map.Entry<String, Integer>> entries) {
        List<Map.Entry<String, Integer>> list = new ArrayList<>();
        entries.forEachRemaining(list::add);
        return list;
    }

    private static String key(Random random) {
        return Character.toString(random.nextInt(10) == 0 ? 0x1F600 : 'a') + random.nextInt(KEYS);
    }
}
