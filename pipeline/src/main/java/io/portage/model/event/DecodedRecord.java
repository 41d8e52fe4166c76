package io.portage.model.event;

/**
 * A record together with what its format made of it: what Read hands to Decode, and Decode, without
 * those that were not understood, to Normalize.
 *
 * @param record the record
 * @param envelope the event, or why there is none
 */
public record DecodedRecord(SourceRecord record, Envelope envelope) {}
