// Written by tools/gen_words.mjs (./run gen).
import type shell from "~/app/i18n/zh.json";
import type exports from "~/app/exports/i18n/zh.json";
import type figures from "~/app/figures/i18n/zh.json";
import type inbox from "~/app/inbox/i18n/zh.json";
import type life from "~/app/life/i18n/zh.json";
import type money from "~/app/money/i18n/zh.json";
import type notices from "~/app/notices/i18n/zh.json";
import type pdf from "~/app/pdf/i18n/zh.json";
import type settings from "~/app/settings/i18n/zh.json";
import type sources from "~/app/sources/i18n/zh.json";
import type style from "~/app/style/i18n/zh.json";
import type dashboard from "@words/dashboard/i18n/zh.json";
import type identity from "@words/identity/i18n/zh.json";
import type kpi from "@words/kpi/i18n/zh.json";
import type okr from "@words/okr/i18n/zh.json";
import type people from "@words/people/i18n/zh.json";
import type tenancy from "@words/tenancy/i18n/zh.json";

type Files = {
  shell: typeof shell;
  exports: typeof exports;
  figures: typeof figures;
  inbox: typeof inbox;
  life: typeof life;
  money: typeof money;
  notices: typeof notices;
  pdf: typeof pdf;
  settings: typeof settings;
  sources: typeof sources;
  style: typeof style;
  dashboard: typeof dashboard;
  identity: typeof identity;
  kpi: typeof kpi;
  okr: typeof okr;
  people: typeof people;
  tenancy: typeof tenancy;
};

/** Which texts there are to load. */
export type WordFile = keyof Files;
/** Every key of a text; one that is misspelt does not compile. */
export type Key = { [File in WordFile]: keyof Files[File] }[WordFile];
