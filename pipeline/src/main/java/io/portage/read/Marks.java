package io.portage.read;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The private headers that travel from the tracking consumer, through KafkaIO, to the stage's first
 * step. Their names are reserved: a producer's headers of these names are taken away.
 */
final class Marks {
  private static final String MARK = "\0portage.mark";
  private static final String LATENESS = "\0portage.lateness";
  private static final String REPEATED = "\0portage.repeated";
  private static final byte[] NOTHING = new byte[0];

  private Marks() {}

  static boolean isPrivate(String name) {
    return !name.isEmpty()
        && name.charAt(0) == '\0'
        && (name.equals(MARK) || name.equals(LATENESS) || name.equals(REPEATED));
  }

  /** Takes away what a producer has no business to send. */
  static void clean(Headers headers) {
    if (headers.lastHeader(MARK) != null
        || headers.lastHeader(LATENESS) != null
        || headers.lastHeader(REPEATED) != null) {
      headers.remove(MARK).remove(LATENESS).remove(REPEATED);
    }
  }

  static void add(Headers headers, Mark mark) {
    headers.add(MARK, mark.toBytes());
  }

  static @Nullable Mark mark(Headers headers) {
    Header header = headers.lastHeader(MARK);
    return header == null ? null : Mark.fromBytes(header.value());
  }

  static void addLateness(Headers headers, long millis) {
    headers.add(LATENESS, ByteBuffer.allocate(Long.BYTES).putLong(millis).array());
  }

  static long lateness(Headers headers) {
    Header header = headers.lastHeader(LATENESS);
    return header == null ? 0 : ByteBuffer.wrap(header.value()).getLong();
  }

  /** Says that this end mark was handed out before a restore, too. */
  static void addRepeated(Headers headers) {
    headers.add(REPEATED, NOTHING);
  }

  static boolean isRepeated(Headers headers) {
    return headers.lastHeader(REPEATED) != null;
  }
}
