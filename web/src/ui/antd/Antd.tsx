/**
 * Ant Design under our tokens. Wraps only the pages and dialogs that use its controls, so that the
 * shell and the phone pages stay free of it.
 */
import { StyleProvider } from "@ant-design/cssinjs";
import ConfigProvider from "antd/es/config-provider";
import en from "antd/es/locale/en_US";
import zh from "antd/es/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, useMemo } from "react";
import { useWords } from "../i18n/words";
import { useMode } from "../theme";
import { antdTheme } from "./theme";
import "./antd.css";

export function Antd({ children }: { children: ReactNode }) {
  const mode = useMode();
  const { language } = useWords();
  const theme = useMemo(() => antdTheme(mode), [mode]);
  dayjs.locale(language === "zh" ? "zh-cn" : "en");
  return (
    <StyleProvider layer>
      <ConfigProvider
        theme={theme}
        locale={language === "zh" ? zh : en}
        // The browser shows a modal dialog above all else: what opens in it has to lie in it.
        getPopupContainer={(from) => from?.closest("dialog") ?? document.body}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
      >
        {children}
      </ConfigProvider>
    </StyleProvider>
  );
}
