import type { CheckFormatName } from './checkFormatNames';
import type { CheckReport } from './checkReport';
import { githubFormat } from './githubFormat';
import { gitlabFormat } from './gitlabFormat';
import { junitFormat } from './junitFormat';
import { sarifFormat } from './sarifFormat';

/** The renderers of the formats of CI. */
export const checkFormats: Readonly<Record<CheckFormatName, (report: CheckReport) => string>> = {
  github: githubFormat,
  sarif: sarifFormat,
  gitlab: gitlabFormat,
  junit: junitFormat,
};
