package org.evenhand.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with a disk or a folder, in words that stay the same wherever it shows. */
enum StorageTrouble {
    FULL(
            "disk-full",
            "make room and start again: what was acknowledged is on disk",
            "No space left on device|[Qq]uota exceeded"),
    NOT_WRITABLE(
            "not-writable",
            "give this user a folder that it may write to",
            "Permission denied|Read-only file system|Operation not permitted");

    private final String word;
    private final String advice;
    private final Pattern signs;

    StorageTrouble(String word, String advice, String signs) {
        this.word = word;
        this.advice = advice;
        this.signs = Pattern.compile(signs);
    }

    /** The trouble that a failure comes from, if it is one with storage. */
    static Optional<StorageTrouble> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AccessDeniedException) {
                return Optional.of(NOT_WRITABLE);
            }
            String message = String.valueOf(cause.getMessage());
            for (StorageTrouble trouble : values()) {
                if (trouble.signs.matcher(message).find()) {
                    return Optional.of(trouble);
                }
            }
        }
        return Optional.empty();
    }

    /** What a failure says of itself; of a file that it only names, what is wrong with it. */
    static String text(Throwable failure) {
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            if (file instanceof AccessDeniedException) {
                return file.getFile() + ": Permission denied";
            }
            return file.getFile() + (file instanceof NoSuchFileException ? " does not exist" : " cannot be used");
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    String word() {
        return word;
    }

    String advice() {
        return advice;
    }
}
