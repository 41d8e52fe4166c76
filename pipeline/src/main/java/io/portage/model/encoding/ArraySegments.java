package io.portage.model.encoding;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * Arrays of equal length that are used again and again, so that the garbage collector neither
 * copies what they hold nor frees them. Not thread-safe.
 */
public final class ArraySegments {
  /** How long a segment is, in bytes. */
  static final int LENGTH = 32 << 10;

  private final Deque<byte[]> free = new ArrayDeque<>();

  /** No segment yet; they are made when they are needed. */
  public ArraySegments() {}

  byte[] take() {
    byte[] segment = free.poll();
    return segment == null ? new byte[LENGTH] : segment;
  }

  /** Takes back what nobody reads any more; an array of another length is dropped. */
  void release(Collection<byte[]> segments) {
    for (byte[] segment : segments) {
      if (segment.length == LENGTH) {
        free.push(segment);
      }
    }
  }
}
