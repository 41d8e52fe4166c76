/**
 * The configuration of a job as immutable values, with the access to its secrets and files.
 *
 * <p>{@code PortageConfig} is the root. {@code io.portage.config.reading.ConfigReader} reads it
 * from one YAML file and reports every error at once with file, line and key; {@code
 * io.portage.config.yaml} parses the YAML. The stages use these values only, neither YAML nor
 * pipeline options.
 *
 * <p>A {@code Secret} may be a reference: the reference is serialized, and a {@code SecretStore}
 * resolves it on the machine that uses the secret. {@code JdbcUrl} hides the secrets of a JDBC URL.
 * {@code FileLocation} reads files on any of Beam's file systems. {@code
 * io.portage.config.reference} is the extension point for sources of reference data.
 */
@org.jspecify.annotations.NullMarked
package io.portage.config;
