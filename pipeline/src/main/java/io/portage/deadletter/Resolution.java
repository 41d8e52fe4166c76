package io.portage.deadletter;

/**
 * What a replay made of a letter.
 *
 * @param kind what became of it
 * @param at when, milliseconds since 1970
 * @param message for people, without row values; may be empty
 */
public record Resolution(ResolutionKind kind, long at, String message) {
  /** What became of a letter. The names are stable: they stand in the letters. */
  public enum ResolutionKind {
    /** It is in the target now. */
    APPLIED,
    /** The target had this version already. */
    DUPLICATE,
    /** The target has a newer version; nothing was written. */
    STALE,
    /** It was merged with a newer change of its key, whose fate it shares. */
    SUPERSEDED,
    /** It needs no write. */
    IGNORED
  }
}
