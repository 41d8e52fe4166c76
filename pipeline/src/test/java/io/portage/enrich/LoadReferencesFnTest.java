package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.enrich.LoadReferencesFn.FirstLoad;
import io.portage.runner.RunnerTraits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.OutputBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadReferencesFnTest {
  private final HandClock clock = new HandClock(Instant.parse("2024-09-17T00:00:00Z"));
  private final StoredState state = new StoredState();
  private final List<ReferenceSnapshot> emitted = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void emitsNoReferencesBeforeTheFirstRead() throws Exception {
    LoadReferencesFn fn = fn(FirstLoad.NEXT_TICK);

    tick(fn);
    assertThat(emitted).containsExactly(ReferenceSnapshot.NONE);

    tick(fn);
    assertThat(emitted).hasSize(2);
    assertThat(emitted.get(1).get("countries")).isNotNull();

    tick(fn);
    assertThat(emitted).hasSize(2);
  }

  @Test
  void emitsTheContentOfTheStateAfterARestart() throws Exception {
    LoadReferencesFn before = fn(FirstLoad.NEXT_TICK);
    tick(before);
    tick(before);
    ReferenceSnapshot known = emitted.get(1);
    emitted.clear();
    clock.move(Duration.ofDays(1));

    tick(fn(FirstLoad.NEXT_TICK));

    assertThat(emitted).containsExactly(known);
  }

  @Test
  void readsWithTheOnlyTickOfABoundedRun() throws Exception {
    tick(fn(FirstLoad.AFTER_KNOWN_CONTENT));

    assertThat(emitted).hasSize(2);
    assertThat(emitted.get(0)).isEqualTo(ReferenceSnapshot.NONE);
    assertThat(emitted.get(1).get("countries")).isNotNull();
  }

  @Test
  void followsTheTraitsOfTheRunner() {
    RunnerTraits buffering =
        new RunnerTraits() {
          @Override
          public Set<Class<? extends PipelineRunner<?>>> runners() {
            return Set.of();
          }

          @Override
          public boolean buffersUntilSideInput() {
            return true;
          }
        };

    assertThat(ReferenceView.firstLoad(RunnerTraits.DEFAULT, false)).isEqualTo(FirstLoad.AT_ONCE);
    assertThat(ReferenceView.firstLoad(RunnerTraits.DEFAULT, true)).isEqualTo(FirstLoad.AT_ONCE);
    assertThat(ReferenceView.firstLoad(buffering, false)).isEqualTo(FirstLoad.NEXT_TICK);
    assertThat(ReferenceView.firstLoad(buffering, true)).isEqualTo(FirstLoad.AFTER_KNOWN_CONTENT);
  }

  private LoadReferencesFn fn(FirstLoad first) throws Exception {
    Path csv = Files.writeString(folder.resolve("countries.csv"), "code,name\nDE,Germany\n");
    LoadReferencesFn fn =
        new LoadReferencesFn(
            List.of(Jobs.spec(csv.toString(), "code", Duration.ofMinutes(5), "name")),
            first,
            clock);
    fn.setup();
    return fn;
  }

  private void tick(LoadReferencesFn fn) {
    fn.load(
        state,
        new OutputReceiver<>() {
          @Override
          public void output(ReferenceSnapshot output) {
            emitted.add(output);
          }

          @Override
          public OutputBuilder<ReferenceSnapshot> builder(ReferenceSnapshot value) {
            throw new UnsupportedOperationException();
          }
        });
  }

  private static final class StoredState implements ValueState<ReferenceSnapshot> {
    private @Nullable ReferenceSnapshot value;

    @Override
    public void write(ReferenceSnapshot input) {
      value = input;
    }

    @Override
    public @Nullable ReferenceSnapshot read() {
      return value;
    }

    @Override
    public ValueState<ReferenceSnapshot> readLater() {
      return this;
    }

    @Override
    public void clear() {
      value = null;
    }
  }
}
