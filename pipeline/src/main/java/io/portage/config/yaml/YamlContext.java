package io.portage.config.yaml;

/**
 * What all fields of one file share.
 *
 * @param errors takes what is wrong, so that reading goes on
 * @param substitution gives texts their values from the environment
 */
public record YamlContext(ConfigErrors errors, EnvironmentSubstitution substitution) {}
