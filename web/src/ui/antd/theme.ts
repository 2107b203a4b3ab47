/** Ant Design's tokens, each read from the CSS variable that the rest of the client uses. */
import type { ThemeConfig } from "antd/es/config-provider/context";
import theme from "antd/es/theme";
import { type Mode, token } from "../theme";

/** Ant Design repaints its seeds for the dark; ours are already chosen for it. */
const kept = ["colorPrimary", "colorSuccess", "colorWarning", "colorError", "colorInfo", "colorLink"] as const;
type Algorithm = Extract<ThemeConfig["algorithm"], readonly unknown[]>[number];
const keep: Algorithm = (seed, map) => ({ ...map!, ...Object.fromEntries(kept.map((key) => [key, seed[key]])) });

type Tokens = NonNullable<ThemeConfig["token"]>;

function colours(c: typeof token): Tokens {
  return {
    colorPrimary: c("primary"),
    colorPrimaryHover: c("primary-hover"),
    colorPrimaryActive: c("primary"),
    colorPrimaryBg: c("hover"),
    colorPrimaryBgHover: c("hover"),
    colorPrimaryBorder: c("ink3"),
    colorTextLightSolid: c("on-primary"),
    colorLink: c("focus"),
    colorLinkHover: c("focus"),
    colorLinkActive: c("focus"),
    colorInfo: c("rec"),
    colorSuccess: c("ok"),
    colorWarning: c("watch"),
    colorError: c("breach"),
    colorErrorText: c("breach"),
    colorSuccessBg: c("ok-soft"),
    colorWarningBg: c("watch-soft"),
    colorErrorBg: c("breach-soft"),
    colorInfoBg: c("rec-soft"),
    colorBgBase: c("surface"),
    colorBgLayout: c("canvas"),
    colorBgContainer: c("surface"),
    colorBgElevated: c("surface"),
    colorBgContainerDisabled: c("hover"),
    colorBgTextHover: c("hover"),
    colorFillQuaternary: c("sunken"),
    colorFillTertiary: c("hover"),
    colorFillSecondary: c("hover"),
    colorText: c("ink"),
    colorTextSecondary: c("ink2"),
    colorTextTertiary: c("ink3"),
    colorTextQuaternary: c("ink3"),
    colorTextPlaceholder: c("ink3"),
    colorTextDisabled: c("ink3"),
    colorTextDescription: c("ink3"),
    colorTextHeading: c("ink"),
    colorIcon: c("ink3"),
    colorIconHover: c("ink"),
    colorBorder: c("edge"),
    colorBorderSecondary: c("line"),
    colorSplit: c("line"),
    controlItemBgHover: c("hover"),
    controlItemBgActive: c("hover"),
    controlItemBgActiveHover: c("hover"),
    controlOutline: "transparent",
  };
}

function sizes(c: typeof token): Tokens {
  return {
    controlOutlineWidth: 0,
    borderRadius: 7,
    borderRadiusLG: 10,
    borderRadiusSM: 5,
    borderRadiusXS: 4,
    controlHeight: 30,
    controlHeightLG: 38,
    controlHeightSM: 26,
    fontSize: 13,
    fontSizeSM: 12,
    fontSizeLG: 14,
    lineHeight: 20 / 13,
    fontFamily: "var(--font)",
    fontWeightStrong: 600,
    boxShadow: c("shadow-menu"),
    boxShadowSecondary: c("shadow-menu"),
    boxShadowTertiary: "none",
    motionDurationFast: "0.06s",
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.12s",
    wireframe: false,
  };
}

function components(c: typeof token): ThemeConfig["components"] {
  return {
    Button: { fontWeight: 600, primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", defaultBorderColor: c("line2"), defaultHoverBg: c("hover"), defaultHoverColor: c("ink"), defaultHoverBorderColor: c("line2"), paddingInline: 11 },
    Select: { optionSelectedBg: c("hover"), optionActiveBg: c("hover"), optionSelectedFontWeight: 600, optionPadding: "5px 10px" },
    Tooltip: { colorBgSpotlight: c("ink"), colorTextLightSolid: c("surface") },
    Tree: { nodeSelectedBg: c("hover"), nodeHoverBg: c("hover"), titleHeight: 30 },
    Progress: { defaultColor: c("data"), remainingColor: c("hover"), lineBorderRadius: 3, circleTextColor: c("ink") },
    Upload: { colorFillAlter: c("sunken"), colorBorder: c("edge") },
    DatePicker: { cellActiveWithRangeBg: c("hover"), cellHoverBg: c("hover") },
  };
}

export function antdTheme(mode: Mode): ThemeConfig {
  return {
    algorithm: [mode === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm, keep],
    cssVar: { key: `twinrail-${mode}` },
    hashed: false,
    token: { ...colours(token), ...sizes(token) },
    components: components(token),
  };
}
