/**
 * The coders of the model's values and their byte layouts.
 *
 * <p>Every coder writes a version first, because encoded values are stored in runner state and
 * outlive releases. Bytes of an unknown version are rejected.
 */
@org.jspecify.annotations.NullMarked
package io.portage.model.encoding;
