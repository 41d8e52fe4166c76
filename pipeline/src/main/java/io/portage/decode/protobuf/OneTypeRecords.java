package io.portage.decode.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import io.portage.decode.MalformedException;
import io.portage.model.event.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Records whose values are messages of one type; the keys are JSON. */
final class OneTypeRecords extends ProtobufRecords {
  private final ProtobufEventShape shape;

  /** The place of the type in its file, as Confluent's header names it. */
  private final List<Integer> indexes;

  private final boolean confluent;

  /**
   * Creates the decoder.
   *
   * @param confluent true if values begin with the header of Confluent's serializer
   */
  OneTypeRecords(ProtobufEventShape shape, boolean confluent) {
    this.shape = shape;
    this.indexes = indexes(shape.type());
    this.confluent = confluent;
  }

  private static List<Integer> indexes(Descriptor type) {
    List<Integer> path = new ArrayList<>();
    for (Descriptor at = type; at != null; at = at.getContainingType()) {
      path.add(0, at.getIndex());
    }
    return List.copyOf(path);
  }

  @Override
  public boolean hasJsonKeys() {
    return true;
  }

  @Override
  ProtobufEventShape shape(byte[] bytes, List<Header> headers, CodedInputStream in)
      throws MalformedException {
    if (confluent) {
      try {
        readHeader(in);
      } catch (IOException e) {
        throw new MalformedException("the value ends within its header");
      }
    }
    return shape;
  }

  /** Reads 0, the schema's id (4 bytes) and the place of the type in its file. */
  private void readHeader(CodedInputStream in) throws IOException, MalformedException {
    if (in.readRawByte() != 0) {
      throw new MalformedException(
          "the value does not begin with the header of Confluent's serializer, which"
              + " source.protobuf.header declares");
    }
    in.skipRawBytes(Integer.BYTES);
    int size = in.readSInt32();
    List<Integer> found = new ArrayList<>();
    if (size == 0) {
      found.add(0);
    }
    for (int i = 0; i < size && i <= indexes.size(); i++) {
      found.add(in.readSInt32());
    }
    if (!found.equals(indexes)) {
      throw new MalformedException(
          "the header names another message type of its file than " + shape.type().getFullName());
    }
  }

  @Override
  ProtobufKeyReader keyReader(byte[] bytes, List<Header> headers, CodedInputStream in) {
    throw new IllegalStateException("the keys are JSON");
  }
}
