package io.portage.model;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash of a row's identity that never changes: stripes depend on it, and with them runner state
 * and the advisory locks that several processes share.
 *
 * <p>Every value is hashed as a tag of its type followed by words of 64 bits. No {@code hashCode}
 * is used.
 */
final class StableHash {
  private static final long SEED = 0x9E3779B97F4A7C15L;

  private long state = SEED;

  private StableHash() {}

  static long of(String table, Row key) {
    StableHash hash = new StableHash();
    hash.text(table);
    for (int i = 0; i < key.size(); i++) {
      hash.value(key.get(i));
    }
    return mix(hash.state);
  }

  private void value(@Nullable Object value) {
    if (value instanceof Long number) {
      tagged(1, number);
    } else if (value instanceof String text) {
      word(2);
      text(text);
    } else if (value == null) {
      word(0);
    } else if (value instanceof Boolean flag) {
      tagged(3, flag ? 1 : 0);
    } else if (value instanceof Double number) {
      tagged(4, Double.doubleToLongBits(number));
    } else if (value instanceof BigDecimal number) {
      tagged(5, number.scale());
      bytes(number.unscaledValue().toByteArray());
    } else if (value instanceof byte[] bytes) {
      word(6);
      bytes(bytes);
    } else {
      timeOrNested(value);
    }
  }

  private void timeOrNested(Object value) {
    if (value instanceof CanonicalText folded) {
      word(14);
      text(folded.canonical());
    } else if (value instanceof LocalDate date) {
      tagged(7, date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      tagged(8, time.toNanoOfDay());
    } else if (value instanceof LocalDateTime dateTime) {
      tagged(9, dateTime.toLocalDate().toEpochDay());
      word(dateTime.toLocalTime().toNanoOfDay());
    } else if (value instanceof Instant instant) {
      tagged(10, instant.getEpochSecond());
      word(instant.getNano());
    } else if (value instanceof Duration duration) {
      tagged(13, duration.getSeconds());
      word(duration.getNano());
    } else if (value instanceof List<?> list) {
      tagged(11, list.size());
      list.forEach(this::value);
    } else if (value instanceof Map<?, ?> map) {
      tagged(12, map.size());
      map.entrySet().stream()
          .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
          .forEach(
              entry -> {
                text(entry.getKey().toString());
                value(entry.getValue());
              });
    } else {
      throw new IllegalArgumentException("a key cannot contain a " + value.getClass().getName());
    }
  }

  private void tagged(int tag, long word) {
    word(tag);
    word(word);
  }

  private void word(long word) {
    state = mix(state ^ word) + SEED;
  }

  /**
   * Hashes the length, then four characters per word, so that different texts never have the same
   * words.
   */
  private void text(String text) {
    word(text.length());
    long word = 0;
    for (int i = 0; i < text.length(); i++) {
      word = (word << 16) | text.charAt(i);
      if ((i & 3) == 3) {
        word(word);
        word = 0;
      }
    }
    if ((text.length() & 3) != 0) {
      word(word);
    }
  }

  private void bytes(byte[] bytes) {
    word(bytes.length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.remaining() >= Long.BYTES) {
      word(buffer.getLong());
    }
    while (buffer.hasRemaining()) {
      word(buffer.get());
    }
  }

  /** The finalizer of MurmurHash3, which spreads every bit over all 64. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
