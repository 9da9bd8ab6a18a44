package org.evenhand.node;

import java.io.IOException;
import java.nio.file.Path;

/** Another node runs with the same data, so this one would be its double. */
public final class FolderInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    FolderInUseException(Path folder) {
        super("expected a data folder that no other node uses, but a process that runs holds " + folder);
    }
}
