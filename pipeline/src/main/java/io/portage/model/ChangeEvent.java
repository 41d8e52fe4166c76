package io.portage.model;

/**
 * A decoded record: what Decode hands to Normalize.
 *
 * @param raw the record, for dead letters
 * @param envelope the event
 */
public record ChangeEvent(RawChange raw, Envelope envelope) {}
