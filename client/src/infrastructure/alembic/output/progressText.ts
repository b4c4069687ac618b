const quietMilliseconds = 10_000;

/**
 * What a run's notification says: the step that runs, as Alembic's log tells it, and after some seconds the
 * time that has gone by. Where a migration runs and the log tells no step, because env.py sets up no logging,
 * that is said. Undefined where there is nothing to say yet.
 */
export function progressText(
  step: string | undefined,
  milliseconds: number,
  isMigration: boolean,
): string | undefined {
  if (milliseconds < quietMilliseconds) return step;
  const elapsed = elapsedText(milliseconds);
  if (step !== undefined) return `${step} · ${elapsed}`;
  return isMigration ? `${elapsed}; env.py logs no steps` : elapsed;
}

function elapsedText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
