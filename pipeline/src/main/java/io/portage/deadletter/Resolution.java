package io.portage.deadletter;

/**
 * The resolution of a dead letter, by a replay or by an operator.
 *
 * @param kind the kind of resolution
 * @param at the time of the resolution, milliseconds since 1970
 * @param message the text for operators, without row values; may be empty
 */
public record Resolution(ResolutionKind kind, long at, String message) {
  /** The kinds of resolution. The names are stable: dead letters contain them. */
  public enum ResolutionKind {
    /** The change was written to the target. */
    APPLIED,
    /** The target had the same version already. */
    DUPLICATE,
    /** The target has a greater version; nothing was written. */
    STALE,
    /** The change was merged into a newer change of its key and shares that change's outcome. */
    SUPERSEDED,
    /** The record needs no write. */
    IGNORED,
    /** An operator has decided that it needs no replay; the message says who, and why. */
    ACCEPTED
  }
}
