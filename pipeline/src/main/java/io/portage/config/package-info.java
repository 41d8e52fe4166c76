/**
 * What a job does, as immutable values read from one YAML file.
 *
 * <p>{@code PortageConfig} is the root. Files are read and judged by {@code
 * io.portage.config.reading.ConfigReader}, which reports every error at once with file, line and
 * key. Nothing behind this package sees YAML or pipeline options.
 *
 * <p>A {@code Secret} may be a reference: it is serialized as such, and resolved by a {@code
 * SecretStore} on the machine that uses it.
 */
@org.jspecify.annotations.NullMarked
package io.portage.config;
