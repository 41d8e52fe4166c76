/**
 * Compares the source's rows with the target's by the code of the job, and decides for each
 * difference whether it is one or only a change on its way. Writes nothing.
 *
 * <p>{@link io.portage.verify.Verification} is the engine of {@code portage verify}; it returns
 * values and prints nothing. Without Beam.
 */
@org.jspecify.annotations.NullMarked
package io.portage.verify;
