package io.portage.replay;

import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.Half;
import io.portage.model.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Something that is known about one record of a replayed letter.
 *
 * @param kind what
 * @param half of which part of the record it is true
 * @param id of a merged change or a letter; empty for what has none
 * @param verdict of what was written, or null
 * @param letter the replayed letter, or the one that came of it; else null
 * @param change the merged change, where it goes by this record's id; else null
 */
record Fact(
    Kind kind,
    Half half,
    String id,
    @Nullable Verdict verdict,
    @Nullable DeadLetter letter,
    @Nullable Change change) {
  /** What is known. The names stand in encoded facts. */
  enum Kind {
    /** It is to be replayed, because of this letter. */
    LETTER,
    /** It went into this change, which is then written or dead. */
    MERGED,
    /** The target has it, or something not older. */
    WRITTEN,
    /** It needs no write. */
    IGNORED,
    /** It went into this dead letter, which is durable. */
    DEAD
  }

  static Fact letter(DeadLetter letter) {
    return new Fact(Kind.LETTER, letter.half(), letter.id(), null, letter, null);
  }

  static Fact merged(Change change, Half half, boolean own) {
    return new Fact(Kind.MERGED, half, change.id(), null, null, own ? change : null);
  }

  static Fact written(@Nullable Verdict verdict, Half half) {
    return new Fact(Kind.WRITTEN, half, "", verdict, null, null);
  }

  static Fact ignored(Half half) {
    return new Fact(Kind.IGNORED, half, "", null, null, null);
  }

  static Fact dead(DeadLetter letter, Half half) {
    return new Fact(Kind.DEAD, half, letter.id(), null, null, null);
  }

  /** Whether it is about any part of {@code other}. */
  boolean concerns(Half other) {
    return (half.mask() & other.mask()) != 0;
  }
}
