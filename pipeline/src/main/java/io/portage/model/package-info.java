/**
 * The values that are passed between stages: changes, versions, offset ranges, completions and dead
 * letters. Records and change events before Normalize are in {@code event}, coders in {@code
 * encoding}.
 *
 * <p>Every value is immutable and may be shared by chained operators without a copy.
 */
@org.jspecify.annotations.NullMarked
package io.portage.model;
