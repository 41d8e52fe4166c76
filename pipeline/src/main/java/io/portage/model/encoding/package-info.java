/**
 * Encodes the model's values: the coders and the layouts of their bytes.
 *
 * <p>Layouts carry a version. Bytes of an unknown version are rejected.
 */
@org.jspecify.annotations.NullMarked
package io.portage.model.encoding;
