package io.portage.model.event;

/**
 * A record and its decoded envelope. Read passes it to Decode; Decode removes malformed records and
 * passes the others to Normalize.
 *
 * @param record the record
 * @param envelope the event, or the reason why there is none
 */
public record DecodedRecord(SourceRecord record, Envelope envelope) {}
