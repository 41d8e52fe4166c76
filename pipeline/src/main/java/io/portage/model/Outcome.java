package io.portage.model;

/**
 * Says that everything made of these stretches, in the halves they name, has a durable outcome.
 *
 * @param origins the stretches
 */
public record Outcome(Origins origins) {}
