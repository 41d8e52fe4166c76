package io.portage.config.yaml;

/**
 * The state that all values of one file share.
 *
 * @param errors collects the errors, so that reading continues after an error
 * @param substitution replaces environment variables
 */
public record YamlContext(ConfigErrors errors, EnvironmentSubstitution substitution) {}
