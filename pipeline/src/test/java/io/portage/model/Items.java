package io.portage.model;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** The elements of chunks, one by one. */
public final class Items<T> extends PTransform<PCollection<Chunk<T>>, PCollection<T>> {
  private static final long serialVersionUID = 1;

  private final Coder<T> coder;

  private Items(Coder<T> coder) {
    this.coder = coder;
  }

  public static <T> Items<T> of(Coder<T> coder) {
    return new Items<>(coder);
  }

  @Override
  public PCollection<T> expand(PCollection<Chunk<T>> chunks) {
    return chunks.apply("Each", ParDo.of(new EachFn<>())).setCoder(coder);
  }

  private static final class EachFn<T> extends DoFn<Chunk<T>, T> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Chunk<T> chunk, OutputReceiver<T> out) {
      chunk.items().forEach(out::output);
    }
  }
}
