package io.portage.model;

/**
 * A record together with what its format made of it: what Read hands to Decode.
 *
 * @param raw the record
 * @param decoded the envelope or the problem
 */
public record RawEvent(RawChange raw, Decoded decoded) {}
