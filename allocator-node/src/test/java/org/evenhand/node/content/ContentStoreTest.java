package org.evenhand.node.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.evenhand.core.json.Digest;
import org.evenhand.node.content.ContentException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
    private static final StoreLimits SMALL = new StoreLimits(100, 250, 1_000);

    private final AtomicLong nowMillis = new AtomicLong(1_700_000_000_000L);

    @TempDir
    private Path folder = Path.of(".");

    private ContentStore open() throws IOException {
        return ContentStore.open(folder, SMALL, nowMillis::get);
    }

    private static byte[] bytes(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }

    private static void assertProblem(ThrowingCallable call, Problem problem) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ContentException.class, failure -> assertThat(failure.problem())
                .isEqualTo(problem));
    }

    @Test
    void what_is_put_is_found_under_its_digest_and_after_a_restart() throws IOException {
        Digest digest = open().put("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(digest).isEqualTo(Digest.of("hello"));
        ContentStore again = open();
        assertThat(again.read(digest, 100)).asString().isEqualTo("hello");
        assertThat(again.size(digest)).hasValue(5);
        assertThat(again.keptBytes()).isEqualTo(5);
    }

    @Test
    void an_empty_item_is_an_item() throws IOException {
        ContentStore store = open();
        Digest digest = store.put(new byte[0]);
        assertThat(store.read(digest, 0)).isEmpty();
    }

    @Test
    void what_is_not_there_is_missing() throws IOException {
        ContentStore store = open();
        assertThat(store.has(Digest.of("nothing"))).isFalse();
        assertProblem(() -> store.read(Digest.of("nothing"), 100), Problem.MISSING);
    }

    @Test
    void a_damaged_item_is_never_given_whole_and_then_gone() throws IOException {
        ContentStore store = open();
        Digest digest = store.put(bytes(90, 1));
        Path file = files().get(0);
        byte[] damaged = Files.readAllBytes(file);
        damaged[89] ^= 1;
        Files.write(file, damaged);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        assertProblem(() -> store.copy(digest, read), Problem.CORRUPT);
        assertThat(read.size()).isLessThan(90);
        assertThat(store.has(digest)).isFalse();
        assertThat(files()).isEmpty();
        assertThat(store.put(bytes(90, 1))).isEqualTo(digest);
        assertThat(store.read(digest, 90)).isEqualTo(bytes(90, 1));
    }

    @Test
    void an_item_whose_file_somebody_deleted_is_missing() throws IOException {
        ContentStore store = open();
        Digest digest = store.put(bytes(10, 1));
        Files.delete(files().get(0));
        assertProblem(() -> store.read(digest, 100), Problem.MISSING);
        assertThat(store.keptBytes()).isZero();
    }

    @Test
    void what_is_not_what_it_should_be_leaves_nothing_behind() throws IOException {
        ContentStore store = open();
        try (Incoming incoming = store.receive()) {
            incoming.write(bytes(50, 1));
            assertProblem(() -> incoming.keep(Digest.of("something else")), Problem.CORRUPT);
        }
        assertThat(files()).isEmpty();
        assertThat(store.keptBytes()).isZero();
        // Nothing is counted any more as being on its way: all of the room is there.
        store.put(bytes(100, 2));
        store.put(bytes(100, 3));
        store.put(bytes(50, 4));
    }

    @Test
    void what_a_crash_left_half_written_is_deleted_at_the_next_start() throws IOException {
        Incoming halfWritten = open().receive();
        halfWritten.write(bytes(50, 1));
        assertThat(files()).hasSize(1);
        assertThat(open().keptBytes()).isZero();
        assertThat(files()).isEmpty();
        halfWritten.close();
    }

    @Test
    void files_of_others_in_the_folder_are_left_alone() throws IOException {
        open();
        Files.createDirectories(folder.resolve("ab"));
        Files.writeString(folder.resolve("ab").resolve("notes.txt"), "mine");
        assertThat(open().keptBytes()).isZero();
        assertThat(folder.resolve("ab").resolve("notes.txt")).exists();
    }

    @Test
    void an_item_has_a_limit_of_bytes() throws IOException {
        ContentStore store = open();
        assertProblem(() -> store.put(bytes(101, 1)), Problem.TOO_LARGE);
        assertThat(files()).isEmpty();
        Digest fits = store.put(bytes(100, 1));
        assertProblem(() -> store.read(fits, 99), Problem.TOO_LARGE);
    }

    @Test
    void the_longest_unused_goes_first_when_there_is_no_room() throws IOException {
        ContentStore store = open();
        Digest first = store.put(bytes(100, 1));
        Digest second = store.put(bytes(100, 2));
        nowMillis.addAndGet(2_000);
        store.copy(first, new ByteArrayOutputStream());
        Digest third = store.put(bytes(100, 3));
        assertThat(store.has(first)).isTrue();
        assertThat(store.has(second)).isFalse();
        assertThat(store.has(third)).isTrue();
        assertThat(files()).hasSize(2);
    }

    @Test
    void the_order_of_use_survives_a_restart() throws IOException {
        ContentStore store = open();
        Digest first = store.put(bytes(100, 1));
        nowMillis.addAndGet(10);
        Digest second = store.put(bytes(100, 2));
        nowMillis.addAndGet(10_000);
        store.copy(first, new ByteArrayOutputStream());
        Files.setLastModifiedTime(
                folder.resolve(second.hex().substring(0, 2)).resolve(second.hex()),
                FileTime.fromMillis(nowMillis.get() - 5_000));
        nowMillis.addAndGet(2_000);
        ContentStore again = open();
        again.put(bytes(100, 3));
        assertThat(again.has(first)).isTrue();
        assertThat(again.has(second)).isFalse();
    }

    @Test
    void what_is_in_use_is_not_given_up_for_something_new() throws IOException {
        ContentStore store = open();
        Digest first = store.put(bytes(100, 1));
        store.put(bytes(100, 2));
        assertProblem(() -> store.put(bytes(100, 3)), Problem.FULL);
        assertThat(store.has(first)).isTrue();
        assertThat(files()).hasSize(2);
    }

    @Test
    void a_disk_that_does_not_take_it_is_named_and_nothing_is_left() throws IOException {
        ContentStore store = open();
        Incoming incoming = store.receive();
        incoming.write(bytes(10, 1));
        incoming.close();
        assertProblem(() -> incoming.write(bytes(10, 1)), Problem.UNWRITABLE);
        assertThat(files()).isEmpty();
    }

    @Test
    void the_same_twice_is_kept_once() throws IOException {
        ContentStore store = open();
        store.put(bytes(100, 1));
        store.put(bytes(100, 1));
        store.putForNow(bytes(100, 1));
        assertThat(store.keptBytes()).isEqualTo(100);
        assertThat(files()).hasSize(1);
    }
}
