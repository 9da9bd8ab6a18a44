package org.evenhand.node.executors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes folders for tasks, and at the start tidies up after a node that could not. */
final class WorkFolders {
    /** Every program finds its folder in this variable, and so do we find what a program left behind. */
    static final String MARK = "EVENHAND_TASK_FOLDER";

    private static final Logger LOG = LoggerFactory.getLogger(WorkFolders.class);
    private static final Path PROCESSES = Path.of("/proc");

    private final Path parent;
    private final AtomicLong names = new AtomicLong();

    private WorkFolders(Path parent) {
        this.parent = parent;
    }

    /** Opens a place for folders; what an earlier life of the node left there is ended and deleted. */
    static WorkFolders open(Path parent) throws IOException {
        WorkFolders folders = new WorkFolders(Files.createDirectories(parent).toRealPath());
        int ended = folders.endStrays(folders.parent);
        if (ended > 0) {
            LOG.warn("{} processes of tasks of an earlier life of this node were ended", ended);
        }
        try (Stream<Path> left = Files.list(folders.parent)) {
            left.map(WorkFolder::new).forEach(WorkFolder::close);
        }
        return folders;
    }

    WorkFolder make() throws IOException {
        return new WorkFolder(Files.createDirectory(parent.resolve(Long.toString(names.getAndIncrement()))));
    }

    /**
     * Ends processes that carry the mark of a folder, or of one in it, wherever in the tree of processes they are now.
     * Only Linux lets us look; elsewhere nothing is found.
     *
     * @return how many
     */
    int endStrays(Path folder) {
        int ended = 0;
        byte[] mark = (MARK + "=" + folder).getBytes(StandardCharsets.UTF_8);
        for (Path process : processes()) {
            if (carries(process, mark)) {
                Optional<ProcessHandle> stray =
                        ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
                ended += stray.filter(ProcessHandle::destroyForcibly).isPresent() ? 1 : 0;
            }
        }
        return ended;
    }

    private static List<Path> processes() {
        if (!Files.isDirectory(PROCESSES)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(PROCESSES)) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9]{1,18}"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean carries(Path process, byte[] mark) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            for (int start = 0; start + mark.length <= environment.length; start++) {
                boolean begins = start == 0 || environment[start - 1] == 0;
                int end = start + mark.length;
                if (begins && matches(environment, start, mark)) {
                    return end == environment.length || environment[end] == 0 || environment[end] == '/';
                }
            }
            return false;
        } catch (IOException notOursOrGone) {
            return false;
        }
    }

    private static boolean matches(byte[] bytes, int start, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[start + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
