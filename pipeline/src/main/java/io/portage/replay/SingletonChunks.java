package io.portage.replay;

import io.portage.model.Chunk;
import io.portage.model.encoding.ChunkCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Wraps each element in a chunk, for stages with chunks as input.
 *
 * @param <T> the type of the elements
 */
public final class SingletonChunks<T> extends PTransform<PCollection<T>, PCollection<Chunk<T>>> {
  private static final long serialVersionUID = 1;

  private SingletonChunks() {}

  /** The step. */
  public static <T> SingletonChunks<T> asChunk() {
    return new SingletonChunks<>();
  }

  @Override
  public PCollection<Chunk<T>> expand(PCollection<T> elements) {
    return elements
        .apply("As chunk", ParDo.of(new SingletonChunkFn<>()))
        .setCoder(ChunkCoder.of(elements.getCoder()));
  }

  private static final class SingletonChunkFn<T> extends DoFn<T, Chunk<T>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element T element, OutputReceiver<Chunk<T>> out) {
      out.output(Chunk.of(element));
    }
  }
}
