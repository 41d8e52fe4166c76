package io.portage.decode.registry;

import io.portage.decode.MalformedException;
import io.portage.decode.registry.SchemaId.IdKind;
import io.portage.model.event.Header;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of the schema's id in a record. The configuration sets it; it is never concluded from a
 * record's bytes. Where a form has both a header and a prefix, the header's presence decides.
 */
public enum WireForm {
  /**
   * Confluent's: the header {@code __value_schema_id} or {@code __key_schema_id}, else a prefix of
   * the bytes. Both are 0 and an id of 4 bytes, or 1 and a GUID of 16 bytes.
   */
  CONFLUENT("__key_schema_id", "__value_schema_id") {
    @Override
    SchemaId read(ByteBuffer in) throws MalformedException {
      byte version = magic(in);
      if (version == 0) {
        require(in, Integer.BYTES);
        return SchemaId.of(IdKind.ID, in.getInt());
      }
      if (version == 1) {
        require(in, 2 * Long.BYTES);
        return new SchemaId(IdKind.GUID, in.getLong(), in.getLong());
      }
      throw new MalformedException("no schema id: the first byte is neither 0 nor 1");
    }
  },

  /**
   * Apicurio's, with global ids: the header {@code apicurio.value.globalId} or {@code
   * apicurio.key.globalId} with 8 bytes, else 0 and 8 bytes before the value.
   */
  APICURIO_GLOBAL_ID("apicurio.key.globalId", "apicurio.value.globalId") {
    @Override
    SchemaId read(ByteBuffer in) throws MalformedException {
      return apicurio(in, IdKind.GLOBAL_ID);
    }

    @Override
    SchemaId readHeader(ByteBuffer in) throws MalformedException {
      return longOf(in, IdKind.GLOBAL_ID);
    }
  },

  /** The same with content ids, {@code apicurio.value.contentId}. */
  APICURIO_CONTENT_ID("apicurio.key.contentId", "apicurio.value.contentId") {
    @Override
    SchemaId read(ByteBuffer in) throws MalformedException {
      return apicurio(in, IdKind.CONTENT_ID);
    }

    @Override
    SchemaId readHeader(ByteBuffer in) throws MalformedException {
      return longOf(in, IdKind.CONTENT_ID);
    }
  };

  /**
   * An id and where the record's bytes begin behind it.
   *
   * @param id the schema's id
   * @param start the first byte that is not part of the id
   * @param header the bytes that follow the id in its header; null if no header contains the id
   */
  public record Frame(SchemaId id, int start, @Nullable ByteBuffer header) {
    /** An id that nothing follows in its header. */
    public Frame(SchemaId id, int start) {
      this(id, start, null);
    }
  }

  private final String keyHeader;
  private final String valueHeader;

  WireForm(String keyHeader, String valueHeader) {
    this.keyHeader = keyHeader;
    this.valueHeader = valueHeader;
  }

  /** Reads an id with its magic byte. */
  abstract SchemaId read(ByteBuffer in) throws MalformedException;

  /** Reads an id in a header. */
  SchemaId readHeader(ByteBuffer in) throws MalformedException {
    return read(in);
  }

  /**
   * Finds the id of a record's value.
   *
   * @throws MalformedException if there is none
   */
  public Frame ofValue(byte[] value, List<Header> headers) throws MalformedException {
    return alone(frame(value, headers, valueHeader), valueHeader);
  }

  /**
   * Finds the id of a record's key.
   *
   * @throws MalformedException if there is none
   */
  public Frame ofKey(byte[] key, List<Header> headers) throws MalformedException {
    return alone(frame(key, headers, keyHeader), keyHeader);
  }

  /**
   * The same as {@link #ofValue} for a syntax in which more follows the id: in the header, or in
   * the bytes.
   */
  public Frame ofTypedValue(byte[] value, List<Header> headers) throws MalformedException {
    return frame(value, headers, valueHeader);
  }

  /** The same as {@link #ofTypedValue} for a key. */
  public Frame ofTypedKey(byte[] key, List<Header> headers) throws MalformedException {
    return frame(key, headers, keyHeader);
  }

  private static Frame alone(Frame frame, String name) throws MalformedException {
    ByteBuffer header = frame.header();
    if (header == null) {
      return frame;
    }
    if (header.hasRemaining()) {
      throw new MalformedException("the header " + name + ": something follows the schema id");
    }
    return new Frame(frame.id(), frame.start());
  }

  private Frame frame(byte[] bytes, List<Header> headers, String name) throws MalformedException {
    // Kafka's last header of a name counts.
    for (int i = headers.size() - 1; i >= 0; i--) {
      Header header = headers.get(i);
      byte[] value = header.value();
      if (header.name().equals(name) && value != null) {
        try {
          ByteBuffer in = ByteBuffer.wrap(value);
          return new Frame(readHeader(in), 0, in);
        } catch (MalformedException e) {
          throw new MalformedException("the header " + name + ": " + e.problem());
        }
      }
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    SchemaId id = read(in);
    return new Frame(id, in.position());
  }

  private static byte magic(ByteBuffer in) throws MalformedException {
    require(in, 1);
    return in.get();
  }

  private static void require(ByteBuffer in, int bytes) throws MalformedException {
    if (in.remaining() < bytes) {
      throw new MalformedException("no schema id: the bytes end early");
    }
  }

  private static SchemaId apicurio(ByteBuffer in, IdKind kind) throws MalformedException {
    if (magic(in) != 0) {
      throw new MalformedException("no schema id: the first byte is not 0");
    }
    return longOf(in, kind);
  }

  private static SchemaId longOf(ByteBuffer in, IdKind kind) throws MalformedException {
    require(in, Long.BYTES);
    return SchemaId.of(kind, in.getLong());
  }
}
