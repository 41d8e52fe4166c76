package io.portage.decode.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.portage.decode.MalformedException;
import io.portage.decode.registry.WireForm;
import io.portage.decode.registry.WireForm.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The message type that a record names, within the file of its schema. Immutable. */
sealed interface TypeReference {
  /**
   * Finds the type.
   *
   * @param file the file of the record's schema
   * @throws MalformedException if there is none, or if it is not certain
   */
  Descriptor find(FileDescriptor file) throws MalformedException;

  /** Returns true if the reference may be to this type. */
  boolean mayBe(Descriptor type);

  /**
   * A place in the file, as Confluent's serializers write it.
   *
   * @param indexes see {@link MessageTypes}
   */
  record Place(List<Integer> indexes) implements TypeReference {
    /** The first message, which is written in a shorter form. */
    private static final Place FIRST = new Place(List.of(0));

    /** More levels than any schema has. */
    private static final int MOST = 100;

    public Place {
      indexes = List.copyOf(indexes);
    }

    @Override
    public Descriptor find(FileDescriptor file) throws MalformedException {
      return MessageTypes.at(file, indexes);
    }

    @Override
    public boolean mayBe(Descriptor type) {
      return MessageTypes.mayBeAt(type, indexes);
    }

    /** Reads the number of indexes and the indexes, all in zigzag encoding; 0 is the first type. */
    static Place read(CodedInputStream in) throws IOException, MalformedException {
      int size = in.readSInt32();
      if (size == 0) {
        return FIRST;
      }
      if (size < 0 || size > MOST) {
        throw new MalformedException("the message type's index has an invalid length");
      }
      List<Integer> indexes = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        indexes.add(in.readSInt32());
      }
      return new Place(indexes);
    }
  }

  /**
   * The name of a message that is not inside of another one, without its package, as Apicurio's
   * serializers write it.
   */
  record Name(String name) implements TypeReference {
    private static final int NAME_TAG = 10;

    @Override
    public Descriptor find(FileDescriptor file) throws MalformedException {
      Descriptor found = file.findMessageTypeByName(name);
      if (found == null) {
        throw new MalformedException("the schema lacks the message type that the record names");
      }
      return found;
    }

    @Override
    public boolean mayBe(Descriptor type) {
      return type.getContainingType() == null && type.getName().equals(name);
    }

    /** Reads the length of a message, and the message, whose only field is the name. */
    static Name read(CodedInputStream in) throws IOException, MalformedException {
      int end = in.pushLimit(in.readRawVarint32());
      if (in.readTag() != NAME_TAG) {
        throw new MalformedException(
            "the value does not name its message type behind the schema id, as Apicurio's"
                + " serializers do");
      }
      String name = in.readStringRequireUtf8();
      if (!in.isAtEnd()) {
        throw new MalformedException("more than a name is before the message");
      }
      in.popLimit(end);
      return new Name(name);
    }
  }

  /**
   * Reads the reference.
   *
   * @param in the record's bytes behind the schema id; then at the message
   * @throws MalformedException if the record does not name its type
   */
  static TypeReference read(WireForm form, Frame frame, CodedInputStream in)
      throws MalformedException {
    ByteBuffer header = frame.header();
    try {
      if (form != WireForm.CONFLUENT) {
        if (header != null) {
          throw new MalformedException(
              "the schema id is in a header; Apicurio's serializers of version 2 and 3 write"
                  + " different bytes then: set apicurio.registry.headers.enabled=false in the"
                  + " producer");
        }
        return Name.read(in);
      }
      return header == null ? Place.read(in) : ofHeader(header);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("the name of the message type is not complete");
    } catch (IOException e) {
      throw new IllegalStateException("the bytes are in memory", e);
    }
  }

  private static Place ofHeader(ByteBuffer header) throws IOException, MalformedException {
    CodedInputStream in = CodedInputStream.newInstance(header.duplicate());
    if (in.isAtEnd()) {
      throw new MalformedException("no index of the message type behind the header's schema id");
    }
    Place place = Place.read(in);
    if (!in.isAtEnd()) {
      throw new MalformedException("something follows the message type in the header");
    }
    return place;
  }

  /**
   * Finds the type, which must be the configured one.
   *
   * @param configured the full name, or null if the type may be any
   * @throws MalformedException if there is none, or if it is another one
   */
  default Descriptor find(FileDescriptor file, @Nullable String configured)
      throws MalformedException {
    if (configured == null) {
      return find(file);
    }
    Descriptor expected = MessageTypes.named(file, configured);
    if (expected != null && mayBe(expected)) {
      return expected;
    }
    throw new MalformedException(
        "the message type of the record is "
            + find(file).getFullName()
            + ", and not "
            + configured
            + " (source.protobuf.message)");
  }
}
