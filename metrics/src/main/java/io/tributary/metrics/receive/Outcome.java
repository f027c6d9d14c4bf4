package io.tributary.metrics.receive;

import java.util.ArrayList;
import java.util.List;

/// What became of a request: what was taken, and why the rest was not.
public final class Outcome {
  private static final int MAX_PROBLEMS = 10;

  private final List<String> problems = new ArrayList<>();
  private int samples;
  private int histograms;
  private int exemplars;
  private int invalidSamples;
  private int refused;

  Outcome() {}

  void took(boolean isHistogram) {
    if (isHistogram) {
      histograms++;
    } else {
      samples++;
    }
  }

  void tookExemplar() {
    exemplars++;
  }

  /// A series with labels that cannot be, and its samples.
  void invalid(int count, String problem) {
    invalidSamples += count;
    refuse(problem);
  }

  void refuse(String problem) {
    refused++;
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(problem);
    }
  }

  /// Plain samples that were taken.
  public int samples() {
    return samples;
  }

  public int histograms() {
    return histograms;
  }

  public int exemplars() {
    return exemplars;
  }

  /// Samples and histograms whose series has labels that cannot be.
  public int invalidSamples() {
    return invalidSamples;
  }

  public boolean isComplete() {
    return refused == 0;
  }

  /// What was refused, the first few, and how many more there are.
  public String message() {
    String text = String.join("\n", problems);
    return refused > problems.size()
        ? text + "\nand " + (refused - problems.size()) + " more"
        : text;
  }
}
