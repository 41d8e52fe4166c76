package io.portage.model.encoding;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * A pool of reusable arrays of equal length, so that the garbage collector neither copies nor frees
 * their contents. Not thread-safe.
 */
public final class ArraySegments {
  /** The length of a segment in bytes. */
  static final int LENGTH = 32 << 10;

  private final Deque<byte[]> free = new ArrayDeque<>();

  /** Returns a free segment, or a new one. */
  public ArraySegments() {}

  byte[] take() {
    byte[] segment = free.poll();
    return segment == null ? new byte[LENGTH] : segment;
  }

  /**
   * Returns segments to the pool; the caller must not use them any more. Drops arrays of another
   * length.
   */
  void release(Collection<byte[]> segments) {
    for (byte[] segment : segments) {
      if (segment.length == LENGTH) {
        free.push(segment);
      }
    }
  }
}
