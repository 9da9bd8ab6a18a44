package org.evenhand.network.rwset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.testing.ReadsAndWrites;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;
import org.junit.jupiter.api.Test;

final class RangeReadsTest {
    @Test
    void few_results_are_listed() {
        RangeReads reads = reads(2, 2);
        assertThat(reads.summary()).isEmpty();
        assertThat(reads.results()).hasSize(2);
        assertThat(new RangeReads(2).summary()).isEmpty();
    }

    @Test
    void one_more_than_the_degree_makes_a_leaf() {
        QueryReadsMerkleSummary summary = reads(2, 3).summary().orElseThrow();
        assertThat(summary.getMaxLevel()).isEqualTo(1);
        assertThat(summary.getMaxDegree()).isEqualTo(2);
        assertThat(summary.getMaxLevelHashesList()).containsExactly(leaf(0, 3));
    }

    @Test
    void what_is_left_over_makes_a_smaller_leaf() {
        QueryReadsMerkleSummary summary = reads(2, 4).summary().orElseThrow();
        assertThat(summary.getMaxLevelHashesList()).containsExactly(leaf(0, 3), leaf(3, 4));
    }

    @Test
    void more_leaves_than_the_degree_make_a_level() {
        // Ten results: three full leaves, combined at once into a node of level 2; the tenth is lifted to that level
        // alone.
        QueryReadsMerkleSummary summary = reads(2, 10).summary().orElseThrow();
        ByteString node = hash(leaf(0, 3).concat(leaf(3, 6)).concat(leaf(6, 9)));
        assertThat(summary.getMaxLevel()).isEqualTo(2);
        assertThat(summary.getMaxLevelHashesList()).containsExactly(node, leaf(9, 10));
    }

    @Test
    void a_summary_changes_with_every_result() {
        List<QueryReadsMerkleSummary> summaries = new ArrayList<>();
        IntStream.range(3, 200)
                .forEach(count -> summaries.add(reads(2, count).summary().orElseThrow()));
        assertThat(summaries).doesNotHaveDuplicates();
        assertThat(summaries).allMatch(summary -> summary.getMaxLevelHashesCount() <= 2);
    }

    @Test
    void a_tree_needs_a_degree_of_two() {
        assertThatThrownBy(() -> new RangeReads(1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RangeReads reads(int degree, int count) {
        RangeReads reads = new RangeReads(degree);
        results(0, count).forEach(reads::add);
        return reads;
    }

    private static List<KVRead> results(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> ReadsAndWrites.kvRead("k" + i, i, 0))
                .toList();
    }

    private static ByteString leaf(int from, int to) {
        return hash(
                QueryReads.newBuilder().addAllKvReads(results(from, to)).build().toByteString());
    }

    private static ByteString hash(ByteString bytes) {
        return ByteString.copyFrom(BlockHashes.sha256().digest(bytes.toByteArray()));
    }
}
