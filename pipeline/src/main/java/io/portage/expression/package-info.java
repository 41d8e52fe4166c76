/**
 * Filters and computed columns in CEL (Common Expression Language), compiled once and type-checked.
 * In an expression the source columns are fields of {@code row}.
 *
 * <p>{@code Expression} is the only entry point. The language is CEL with its string functions
 * ({@code split}, {@code lowerAscii}, {@code replace}, ...) and exact decimals. It has no clock, no
 * randomness and no I/O, so an expression returns the same value for the same row at every retry
 * and replay.
 */
@org.jspecify.annotations.NullMarked
package io.portage.expression;
