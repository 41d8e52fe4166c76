/**
 * Reads YAML with the position of each value: typed values, substitution of environment variables,
 * and all errors of a file together, each with line, column, key and a suggestion.
 *
 * <p>The configuration's keys are not in this package; {@link io.portage.config.reading} reads
 * them.
 */
@org.jspecify.annotations.NullMarked
package io.portage.config.yaml;
