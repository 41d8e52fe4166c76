package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Fits a SET: labels separated by commas, returned in the order of the column's definition. */
record SetFitter() implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = TextFitter.text(column, value);
    Set<Integer> members = new TreeSet<>();
    if (!text.isEmpty()) {
      for (String label : List.of(text.split(",", -1))) {
        int at = column.labels().indexOf(label);
        if (at < 0) {
          throw new ValueDoesNotFitException(column, "text that is none of the set's labels");
        }
        members.add(at);
      }
    }
    return String.join(",", members.stream().map(column.labels()::get).toList());
  }
}
