package org.evenhand.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a constant as users write it, {@code process-share} rather than {@code PROCESS_SHARE}.
 *
 * @param <E> the constants' type
 */
public abstract class Words<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> constants;

    protected Words(Class<E> type) {
        this.constants = List.of(type.getEnumConstants());
    }

    @Override
    public final E convert(String text) {
        return constants.stream()
                .filter(constant -> word(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + constants.stream().map(Words::word).collect(Collectors.joining(" or ")) + ", found " + text));
    }

    /** A constant as users see it. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
