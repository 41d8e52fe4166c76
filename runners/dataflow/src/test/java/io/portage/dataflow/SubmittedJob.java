package io.portage.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.xerial.snappy.Snappy;

/**
 * A job as Google received it.
 *
 * @param job the request
 * @param graph the portable graph that it refers to
 * @param bytes the same, as it was staged
 */
record SubmittedJob(JsonNode job, RunnerApi.Pipeline graph, byte[] bytes) {
  /** The start of a Snappy stream, in which Beam packs serialized functions. */
  private static final String PACKED = "\u0082SNAPPY\0";

  static SubmittedJob of(GoogleStandIn google, JsonNode job) throws IOException {
    String at = job.at("/environment/sdkPipelineOptions/options/pipelineUrl").asText();
    byte[] bytes = google.objects().get(at);
    return new SubmittedJob(job, RunnerApi.Pipeline.parseFrom(bytes), bytes);
  }

  JsonNode options() {
    return job.at("/environment/sdkPipelineOptions/options");
  }

  /** Returns the names of the staged files, as on the class path. */
  List<String> files() {
    return StreamSupport.stream(
            job.at("/environment/workerPools/0/packages").spliterator(), /* parallel= */ false)
        .map(file -> file.path("name").asText())
        .sorted()
        .toList();
  }

  /**
   * Returns all parts of the job, unpacked, one character per byte; without the staged files and
   * Beam's own list of their sources, which occurs twice.
   */
  String everything() throws IOException {
    String staged = new String(bytes, StandardCharsets.ISO_8859_1);
    StringBuilder all = new StringBuilder(withoutFileList().toString()).append('\n').append(staged);
    int at = staged.indexOf(PACKED);
    while (at >= 0) {
      all.append('\n').append(unpacked(at));
      at = staged.indexOf(PACKED, at + 1);
    }
    return all.toString();
  }

  private JsonNode withoutFileList() {
    JsonNode copy = job.deepCopy();
    JsonNode options = copy.at("/environment/sdkPipelineOptions");
    ((ObjectNode) options.path("options")).remove("filesToStage");
    options
        .path("display_data")
        .elements()
        .forEachRemaining(
            shown -> {
              if (shown.path("key").asText().equals("filesToStage")) {
                ((ObjectNode) shown).removeAll();
              }
            });
    return copy;
  }

  /**
   * A header of 16 bytes, then chunks after their lengths; the end is anything that is not such a
   * chunk.
   */
  private String unpacked(int at) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ByteBuffer chunks = ByteBuffer.wrap(bytes).position(at + 16);
    while (chunks.remaining() > Integer.BYTES) {
      int length = chunks.getInt();
      if (length <= 0 || length > chunks.remaining()) {
        break;
      }
      byte[] chunk = new byte[length];
      chunks.get(chunk);
      if (!Snappy.isValidCompressedBuffer(chunk)) {
        break;
      }
      plain.writeBytes(Snappy.uncompress(chunk));
    }
    return plain.toString(StandardCharsets.ISO_8859_1);
  }

  /** Returns the full names of all steps, outermost first, in the order of the graph. */
  List<String> steps() {
    List<String> names = new ArrayList<>();
    for (String root : graph.getRootTransformIdsList()) {
      add(root, names);
    }
    return names;
  }

  private void add(String id, List<String> names) {
    RunnerApi.PTransform step = graph.getComponents().getTransformsOrThrow(id);
    names.add(step.getUniqueName());
    step.getSubtransformsList().forEach(inner -> add(inner, names));
  }
}
