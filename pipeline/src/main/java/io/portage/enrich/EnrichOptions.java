package io.portage.enrich;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** The Beam options of Enrich; the module of each runner sets the values that suit its runner. */
public interface EnrichOptions extends PipelineOptions {
  /**
   * Returns true if the references' side input is emitted before their first load, so that rows
   * wait in Enrich and not for the side input; false by default.
   *
   * <p>True suits a runner that buffers rows in its state until a side input exists. False suits
   * one with few threads, which blocked rows would occupy, so that none is left for the load.
   */
  @Description(
      "True: emit the references' side input before their first load, so that rows wait in the step"
          + " Enrich. False: rows wait in the runner until the first load.")
  @Default.Boolean(false)
  boolean isEarlySideInput();

  /** Sets {@link #isEarlySideInput}. */
  void setEarlySideInput(boolean early);

  /** Registers the options, so that they are accepted on a command line. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(EnrichOptions.class);
    }
  }
}
