package io.portage.read;

import io.portage.kafka.SourcePartitions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of a reader's state that is Portage's: the job and the partitions that have readers.
 * Nothing else is stored, because state outlives configurations and releases.
 *
 * @param job the job's name
 * @param group the consumer group
 * @param partitions the partitions that have readers; fixed for the lifetime of the state
 */
record ReaderStateKey(String job, String group, SourcePartitions partitions) {
  private static final int VERSION = 2;

  /**
   * Encodes layout version 2, which added the slots; a later version must still read older ones.
   */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(job);
      out.writeUTF(group);
      Map<String, SourcePartitions.TopicPartitions> topics = new TreeMap<>(partitions.topics());
      out.writeInt(topics.size());
      for (Map.Entry<String, SourcePartitions.TopicPartitions> topic : topics.entrySet()) {
        out.writeUTF(topic.getKey());
        out.writeInt(topic.getValue().existing());
        out.writeInt(topic.getValue().capacity());
        out.writeUTF(topic.getValue().id());
      }
      out.writeInt(partitions.slots());
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return bytes.toByteArray();
  }

  static ReaderStateKey fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version < 1 || version > VERSION) {
        throw new IllegalStateException(
            "the state of Read has version " + version + "; this release reads 1 to " + VERSION);
      }
      String job = in.readUTF();
      String group = in.readUTF();
      Map<String, SourcePartitions.TopicPartitions> topics = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        topics.put(
            in.readUTF(),
            new SourcePartitions.TopicPartitions(in.readInt(), in.readInt(), in.readUTF()));
      }
      int slots = version == 1 ? 0 : in.readInt();
      return new ReaderStateKey(job, group, SourcePartitions.of(topics, slots));
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
  }
}
