/**
 * Filters and computed columns in CEL (Common Expression Language), compiled once and type-checked.
 * Expressions see the source's columns as fields of {@code row}.
 *
 * <p>{@code Expression} is the only entrance. The language is CEL with its string functions ({@code
 * split}, {@code lowerAscii}, {@code replace}, ...); it has no clock, no randomness and no I/O, so
 * that an expression gives the same value for the same row at every retry and replay.
 */
@org.jspecify.annotations.NullMarked
package io.portage.expression;
