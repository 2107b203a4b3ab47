"""How the files in this folder were made: python3 make.py FOLDER

people-gb18030.csv as an office saves it: GB18030, CRLF, semicolons, Chinese heads, days with slashes, blank rows and columns.
people-libreoffice.csv is the table that LibreOffice 7.4 (Debian 12) turned into people-libreoffice.xlsx:

    soffice --headless --convert-to xlsx:"Calc MS Excel 2007 XML" --infilter="CSV:44,34,76,1,3/2/9/5" people-libreoffice.csv

Column 3 of it is a text, so that numbers keep their zeros; column 9 is a day. All names are invented."""
import pathlib
import sys

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ["秀英", "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰", "霞"]
POSTS = ["缝纫工", "裁剪工", "质检员", "组长"]


def people(prefix):
    for at in range(20):
        yield f"{prefix}{at + 1:03d}", FAMILY[at] + GIVEN[at], POSTS[at % 4], f"2026/{at % 9 + 1}/{at + 1}"


def gb18030(folder):
    lines = ["单位编号;工号;姓名;岗位（中文）;入职日期;;"]
    lines += [f"G1;{number};{name};{post};{day};;" for number, name, post, day in people("00")]
    lines += [";;;;;;"] * 3
    (folder / "people-gb18030.csv").write_bytes("".join(line + "\r\n" for line in lines).encode("gb18030"))


def for_libreoffice(folder):
    lines = ["单位编号,姓名,工号,岗位（中文）,岗位（英文）,上级工号,电子邮箱,用工类型,入职日期"]
    for number, name, post, day in people("10"):
        year, month, date = day.split("/")
        lines.append(f"G2,{name},0{number},{post},Sewer,,{number}@north.example,全职,{year}-{int(month):02d}-{int(date):02d}")
    (folder / "people-libreoffice.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    to = pathlib.Path(sys.argv[1])
    gb18030(to)
    for_libreoffice(to)
