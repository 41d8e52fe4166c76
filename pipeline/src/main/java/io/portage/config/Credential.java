package io.portage.config;

/**
 * A setting that may refer to a secret store.
 *
 * @param key the configuration key
 * @param value the value, or the reference to it
 * @param confidential true if the value itself must not be shown, as a password; false for a user
 */
public record Credential(String key, Secret value, boolean confidential) {}
