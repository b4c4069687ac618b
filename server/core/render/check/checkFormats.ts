import type { CheckReport } from './checkReport';
import { githubFormat } from './githubFormat';
import { gitlabFormat } from './gitlabFormat';
import { junitFormat } from './junitFormat';
import { sarifFormat } from './sarifFormat';

/** The formats of CI, by their names on the command line. */
export const checkFormats: Readonly<Record<string, (report: CheckReport) => string>> = {
  github: githubFormat,
  sarif: sarifFormat,
  gitlab: gitlabFormat,
  junit: junitFormat,
};
