package org.evenhand.network.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Opens files, in one place so that a test can be a disk that fails. */
@FunctionalInterface
interface Disk {
    FileChannel open(Path file, OpenOption... options) throws IOException;
}
