/**
 * The extension point for sources of reference data.
 *
 * <p>A {@code ReferenceSourceProvider} is registered as a service under the key of its YAML section
 * and reads that section into a {@code ReferenceSource}, which names its secrets and files and
 * reads the rows on the workers. {@code ReferenceSources} finds the providers.
 */
@org.jspecify.annotations.NullMarked
package io.portage.config.reference;
