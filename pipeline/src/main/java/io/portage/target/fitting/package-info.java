/**
 * Fits values to columns of the target: each value is converted to the one form in which the column
 * holds it, or rejected if the database would round, truncate or reject it. The fitters here are
 * shared by the dialects; a dialect chooses one for each of its types, or adds its own.
 *
 * <p>Reads no catalog and opens no connection: the column is described by its {@link
 * io.portage.target.TargetColumn}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.fitting;
